"use client";
import { Monitor, Moon, Sun } from "lucide-react";
import { useTheme } from "next-themes";
import { IconButton } from "@/components/ui/button";
import { Menu, MenuRadioGroup, MenuRadioItem } from "@/components/ui/menu";

export const THEMES = [
  { value: "system", label: "As the system", icon: Monitor },
  { value: "dark", label: "Dark", icon: Moon },
  { value: "light", label: "Light", icon: Sun },
] as const;

/** The choice stays in this browser. */
export function ThemeMenu() {
  const { theme, setTheme } = useTheme();
  return (
    <Menu trigger={<IconButton label="Theme" icon={Moon} className="max-sm:hidden" />}>
      <MenuRadioGroup value={theme ?? "system"} onValueChange={setTheme}>
        {THEMES.map(({ value, label, icon: Icon }) => (
          <MenuRadioItem key={value} value={value} closeOnClick>
            <Icon className="icon" aria-hidden />
            <span className="min-w-0 flex-1">{label}</span>
          </MenuRadioItem>
        ))}
      </MenuRadioGroup>
    </Menu>
  );
}
