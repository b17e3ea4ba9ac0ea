/** What is asked of the controller in a person's name; a refusal is an error with a sentence. */
export interface StaffApi {
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body: unknown): Promise<T>;
}

interface Listed {
  readonly items: readonly { readonly id: string; readonly board: unknown }[];
  readonly next?: string;
}

export interface ClaimWish {
  readonly count: number;
  /** Only there; what is missing is made there. */
  readonly commune: string | undefined;
  /** So many requests at a time. */
  readonly together: number;
}

/** Claim codes for clusters that have no board: a code for another would retire the board that is there. */
export async function makeClaims(api: StaffApi, wish: ClaimWish): Promise<string[]> {
  const free = await freeClusters(api, wish);
  const missing = wish.count - free.length;
  if (missing > 0 && wish.commune === undefined)
    throw new Error(
      `Chỉ có ${free.length} cụm loa chưa có thiết bị, cần ${wish.count}. Thêm cụm loa, bớt --agents, hoặc dùng --commune MÃ_XÃ để tạo cụm mới.`,
    );
  const codes: string[] = [];
  const needed = Array.from({ length: wish.count }, (_, n) => free[n]);
  for (let from = 0; from < needed.length; from += wish.together) {
    const some = needed.slice(from, from + wish.together);
    codes.push(...(await Promise.all(some.map((id, at) => claim(id, from + at + 1)))));
  }
  return codes;

  async function claim(known: string | undefined, n: number): Promise<string> {
    const id = known ?? (await made(n));
    return (await api.post<{ code: string }>(`/api/clusters/${id}/claim`, {})).code;
  }

  async function made(n: number): Promise<string> {
    const body = { commune: wish.commune, name: `Mô phỏng ${n}` };
    return (await api.post<{ id: string }>("/api/clusters", body)).id;
  }
}

async function freeClusters(api: StaffApi, { count, commune }: ClaimWish): Promise<string[]> {
  const free: string[] = [];
  const only = commune === undefined ? "" : `&commune=${commune}`;
  let cursor = "";
  while (free.length < count) {
    const page = await api.get<Listed>(`/api/clusters?limit=1000${only}${cursor}`);
    free.push(...page.items.filter(({ board }) => board === null).map(({ id }) => id));
    if (page.next === undefined) break;
    cursor = `&cursor=${encodeURIComponent(page.next)}`;
  }
  return free.slice(0, count);
}
