import { tv } from "./cn";

/** The surface of what opens beside a control: menus, suggestions, help. */
export const popup = tv({
  base: "z-40 min-w-37 rounded-control border border-line bg-raised p-1 shadow-toast outline-0",
});
