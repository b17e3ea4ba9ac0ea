import { withoutTone } from "./letters.ts";

/*
 * The shapes of Vietnamese syllables: an onset and one of the rhymes below. Final k is how names of the
 * highlands write c (Đắk Lắk). Toneless stops are allowed because official text writes "chip", "tip".
 */
const ONSET = /^(?:ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdđghklmnprstvx])?(?=[aăâeêioôơuưy])/u;

const RHYMES = new Set(
  (
    "a ac ach ai am an ang anh ao ap at au ay ak ăk ek êk ok ôk uk ik ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây " +
    "e ec em en eng eo ep et ê êch êm ên ênh êng êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu " +
    "o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oep oet oi om on ong ooc " +
    "oong op ot ô ôc ôi ôm ôn ông ôông ôp ôt ơ ơi ơm ơn ơng ơp ơt u ua uân uâng uâp uât uây uc uê uêch uên " +
    "uênh uêt ui um un ung uôc uôi uôm uôn uông uôt uơ up ut uy uya uych uyên uyêt uyn uynh uyt uyp uyu ư ưa ưc " +
    "ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu y"
  ).split(" "),
);

/** Written so only with no onset or behind qu: yên, quýt. */
const WITH_Y = /^(?:qu)?yê(?:m|n|ng|t|u)$|^quy(?:nh|t|p|n)$/u;

/** Is this one word a syllable that a Vietnamese voice reads by rule, not by guess? */
export function isSyllable(word: string): boolean {
  const low = withoutTone(word.toLowerCase());
  return (RHYMES.has(low.replace(ONSET, "")) || WITH_Y.test(low)) && hasOneTone(word);
}

const hasOneTone = (word: string): boolean =>
  (word.normalize("NFD").match(/[\u0300\u0301\u0303\u0309\u0323]/g) ?? []).length < 2;

const BARE = new Map([...RHYMES].map((rhyme) => [bare(rhyme), rhyme] as const));

function bare(letters: string): string {
  return letters.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/gu, "d");
}

/**
 * A syllable written without its marks, as in an address ("lien" → liên): the marks without which it would be
 * none are given back. Undefined where no marks would help.
 */
export function unmarkedSyllable(word: string): string | undefined {
  if (isSyllable(word)) return word;
  const onset = ONSET.exec(word)?.[0] ?? "";
  const rhyme = BARE.get(word.slice(onset.length));
  return rhyme === undefined || !isSyllable(onset + rhyme) ? undefined : onset + rhyme;
}
