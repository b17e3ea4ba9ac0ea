import type { ComponentChildren } from "preact";

interface HeadingProps {
  readonly title: string;
  /** One sentence: what this screen is for. */
  readonly about?: string | undefined;
  readonly children?: ComponentChildren;
}

export const Heading = ({ title, about, children }: HeadingProps) => (
  <div class="heading">
    <div>
      <h1 tabIndex={-1}>{title}</h1>
      {about ? <p class="muted">{about}</p> : null}
    </div>
    {children ? <div class="row">{children}</div> : null}
  </div>
);
