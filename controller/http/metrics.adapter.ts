import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

/** The figures of this program in the Prometheus text format. Labels are ids and closed lists, never free text. */
export interface Metrics {
  readonly contentType: string;
  text(): Promise<string>;
  observe(method: string, route: string, status: number, seconds: number): void;
  /** A value that is asked for when somebody reads the metrics; one value, or one per label value. */
  gauge(name: string, help: string, read: () => number | Promise<number>): void;
  gauges(
    name: string,
    help: string,
    label: string,
    read: () => Readonly<Record<string, number>> | Promise<Readonly<Record<string, number>>>,
  ): void;
  counter(name: string, help: string, label: string): (value: string) => void;
  histogram(name: string, help: string, buckets: readonly number[]): (value: number) => void;
}

export function openMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const answered = new Histogram({
    name: "vangxa_http_seconds",
    help: "Time to answer an HTTP request, by route and status",
    labelNames: ["method", "route", "status"],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
    registers: [registry],
  });
  const registers = [registry];
  return {
    contentType: registry.contentType,
    text: () => registry.metrics(),
    observe: (method, route, status, seconds) =>
      answered.observe({ method, route, status: String(status) }, seconds),
    gauge: (name, help, read) => {
      new Gauge({
        name,
        help,
        registers,
        async collect() {
          this.set(await read());
        },
      });
    },
    gauges: (name, help, label, read) => {
      new Gauge({
        name,
        help,
        labelNames: [label],
        registers,
        async collect() {
          this.reset();
          for (const [value, n] of Object.entries(await read())) this.set({ [label]: value }, n);
        },
      });
    },
    counter: (name, help, label) => {
      const counter = new Counter({ name, help, labelNames: [label], registers });
      return (value) => counter.inc({ [label]: value });
    },
    histogram: (name, help, buckets) => {
      const histogram = new Histogram({ name, help, buckets: [...buckets], registers });
      return (value) => histogram.observe(value);
    },
  };
}
