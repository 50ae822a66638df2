import type { UnrecognizedKey } from "@/lib/registry/types";
import { FilterValue } from "../query/filter-value";
import { bytes, revision as formatRevision } from "../ui/format";
import { SafeText } from "../ui/safe-text";
import { Tag } from "../ui/tag";
import type { Column } from "../ui/virtual-table";
import { REASON_WORD } from "./reasons";

export const KEY_ROW_PX = 44;
export const KEY_COMPACT_PX = 74;

export const KEY_COLUMNS: readonly Column<UnrecognizedKey>[] = [
  {
    id: "key",
    header: "Key",
    track: "minmax(180px, 3fr)",
    cell: ({ key }) => (
      <span className="mono ell block">
        <SafeText text={key} max={200} />
      </span>
    ),
  },
  {
    id: "reason",
    header: "Why it is not read",
    track: "minmax(160px, 3fr)",
    cell: (row) => (
      <span className="block text-12 leading-[1.35]">
        <FilterValue field="reason" value={row.reason} inRow>
          <b className="font-medium">{REASON_WORD[row.reason]}</b>
        </FilterValue>
        <span className="ell dim block">
          <SafeText text={row.detail} max={200} />
        </span>
      </span>
    ),
  },
  {
    id: "layout",
    header: "Layout",
    track: "96px",
    from: 1000,
    cell: ({ layout }) =>
      layout ? (
        <FilterValue field="layout" value={layout} inRow>
          <Tag>{layout}</Tag>
        </FilterValue>
      ) : (
        <span className="dim">none</span>
      ),
  },
  {
    id: "size",
    header: "Size",
    track: "92px",
    end: true,
    from: 800,
    cell: ({ valueBytes }) => <span className="num">{bytes(valueBytes)}</span>,
  },
  {
    id: "revision",
    header: "Mod rev",
    track: "100px",
    end: true,
    from: 800,
    cell: ({ modRevision }) => <span className="num">{formatRevision(modRevision)}</span>,
  },
];

/** Two lines, on phones. */
export function compactKey(row: UnrecognizedKey) {
  return (
    <span className="grid h-full content-center gap-1.25 text-12">
      <span className="mono ell">
        <SafeText text={row.key} max={200} />
      </span>
      <span className="row">
        <b className="font-medium">{REASON_WORD[row.reason]}</b>
        <span className="min-w-0 flex-1" />
        <span className="num dim">{bytes(row.valueBytes)}</span>
      </span>
    </span>
  );
}
