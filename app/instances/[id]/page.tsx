import type { Metadata } from "next";
import { InstancePage } from "@/components/instances/instance-page";
import { decodePath } from "@/components/shell/pages";

type Props = { params: Promise<{ id: string }> };

/** The id is a key: it may hold slashes, percent signs, anything. Next hands the segment on as the address has it. */
async function idOf({ params }: Props): Promise<string> {
  return decodePath((await params).id);
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const id = await idOf(props);
  return { title: id.length > 80 ? `…${id.slice(-80)}` : id };
}

export default async function Page(props: Props) {
  return <InstancePage id={await idOf(props)} />;
}
