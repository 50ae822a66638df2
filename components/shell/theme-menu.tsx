"use client";
import { Menu } from "@base-ui/react/menu";
import { Check, Monitor, Moon, Sun } from "lucide-react";
import { useTheme } from "next-themes";

export const THEMES = [
  { value: "system", label: "As the system", icon: Monitor },
  { value: "dark", label: "Dark", icon: Moon },
  { value: "light", label: "Light", icon: Sun },
] as const;

/** The choice stays in this browser. */
export function ThemeMenu() {
  const { theme, setTheme } = useTheme();
  return (
    <Menu.Root>
      <Menu.Trigger className="iconbtn theme" aria-label="Theme" title="Theme">
        <Moon className="icon" aria-hidden />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner sideOffset={6} align="end">
          <Menu.Popup className="popup">
            <Menu.RadioGroup value={theme ?? "system"} onValueChange={setTheme}>
              {THEMES.map(({ value, label, icon: Icon }) => (
                <Menu.RadioItem key={value} value={value} closeOnClick>
                  <Icon className="icon" aria-hidden />
                  <span className="min-w-0 flex-1">{label}</span>
                  <Menu.RadioItemIndicator>
                    <Check className="icon" aria-hidden />
                  </Menu.RadioItemIndicator>
                </Menu.RadioItem>
              ))}
            </Menu.RadioGroup>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
