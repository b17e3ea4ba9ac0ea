// The package has types that its `exports` do not lead to.
declare module "@serialport/binding-mock" {
  export interface MockPort {
    readonly recording: Buffer;
    readonly port: { readonly recording: Buffer };
  }
  export const MockBinding: {
    reset(): void;
    createPort(path: string, options: { echo?: boolean; record?: boolean }): void;
    list(): Promise<unknown[]>;
    open(options: { path: string; baudRate: number }): Promise<MockPort>;
  };
}
