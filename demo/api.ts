/** What the demo asks of the controller, as any client would. */
export interface Api {
  readonly base: string;
  as(token: string): Api;
  get<T>(path: string): Promise<T>;
  text(path: string, accept: string): Promise<string>;
  post<T>(path: string, body: unknown): Promise<T>;
  put<T>(path: string, body: unknown): Promise<T>;
  remove<T>(path: string): Promise<T>;
}
