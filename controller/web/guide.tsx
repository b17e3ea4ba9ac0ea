import { guide } from "./guide-text.ts";
import { Heading } from "./ui/heading.tsx";
import { Act } from "./ui/parts.tsx";

/** Two pages of paper that hang beside the loudspeaker controls; Vietnamese only, as the staff reads it. */
export function Guide() {
  return (
    <>
      <Heading title={guide.title} about={guide.about}>
        <Act onAct={() => window.print()}>{guide.print}</Act>
      </Heading>
      <article class="guide card" lang="vi">
        {guide.parts.map(({ head, steps }) => (
          <section key={head}>
            <h2>{head}</h2>
            <ol>
              {steps.map((step) => (
                <li key={step}>{step}</li>
              ))}
            </ol>
          </section>
        ))}
      </article>
    </>
  );
}
