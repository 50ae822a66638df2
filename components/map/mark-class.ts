/**
 * The one thing that is wrong with a card, beside its name. From far away only its picture is there. `card-trouble` is
 * how a click on it is told from one on the card.
 */
export const MARK_CLASS =
  "card-trouble inline-flex flex-none items-center gap-1.25 text-11 font-medium hover:underline hover:decoration-dotted hover:underline-offset-3 group-data-[detail=far]/map:gap-0 group-data-[detail=far]/map:text-[0px] group-data-[detail=middle]/map:text-14";
