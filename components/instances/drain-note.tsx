"use client";
import { type InstanceRow, registeredSince } from "@/lib/registry/select";
import { DrainWords } from "../actions/drain/drain-words";
import { Note } from "../ui/note";

/** Who took it out of rotation, why, and what that means; nothing where nobody did. */
export function DrainNote({ row: { drain, instance } }: { row: InstanceRow }) {
  if (!drain) return null;
  return (
    <Note state="draining">
      <b>Out of rotation.</b> <DrainWords drain={drain} />. Rollcall's own clients send it nothing; others do not know.
      {registeredSince(drain, instance) && " It registered again since: the mark is bound to the key and holds."}
    </Note>
  );
}
