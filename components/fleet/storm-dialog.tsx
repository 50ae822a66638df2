"use client";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Segmented } from "@/components/ui/segmented";
import type { Give } from "./verb-buttons";

const RATES = ["5", "20", "100", "300"] as const;
const STANDING = ["20", "60", "200", "500"] as const;
const LENGTHS = ["15", "60", "300"] as const;

/** Lets registrations of a service of its own come and go. */
export function StormDialog({ open, onClose, give }: { open: boolean; onClose: () => void; give: Give }) {
  const [perSecond, setPerSecond] = useState<string>("20");
  const [standing, setStanding] = useState<string>("60");
  const [seconds, setSeconds] = useState<string>("60");
  const start = () => {
    give({
      verb: "storm",
      body: { perSecond: Number(perSecond), standing: Number(standing), seconds: Number(seconds) },
    });
    onClose();
  };
  return (
    <Dialog open={open} onClose={onClose} title="Storm">
      <div className="grid justify-items-start gap-3">
        <p>One more process registers and deregisters instances of a service named Storm. Nothing else is touched.</p>
        <div>
          <span className="mb-1 block text-12 text-muted">Changes a second</span>
          <Segmented
            label="Changes a second"
            value={perSecond}
            options={RATES.map((value) => ({ value, label: value }))}
            onChange={setPerSecond}
          />
        </div>
        <div>
          <span className="mb-1 block text-12 text-muted">Standing at once</span>
          <Segmented
            label="Standing at once"
            value={standing}
            options={STANDING.map((value) => ({ value, label: value }))}
            onChange={setStanding}
          />
        </div>
        <div>
          <span className="mb-1 block text-12 text-muted">For</span>
          <Segmented
            label="For"
            value={seconds}
            options={LENGTHS.map((value) => ({
              value,
              label: Number(value) < 60 ? `${value} s` : `${Number(value) / 60} min`,
            }))}
            onChange={setSeconds}
          />
        </div>
        <div className="flex items-center gap-2">
          <Button variant="primary" onClick={start}>
            Start the storm
          </Button>
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
