import { expect, test } from "vitest";
import { personId, scopeId } from "../../../contract/ids.ts";
import type { Actor } from "../../../controller/access/access.ts";
import {
  type Asked,
  makeGuard,
  personIfAny,
  personOf,
  rememberPerson,
} from "../../../controller/access/guard.ts";

const guard = makeGuard((place) => (place === "c-21024" ? scopeId("p-51") : undefined));
const asked = (): Asked => ({ id: "r-1", ip: "", headers: {}, params: {}, query: {}, body: {} });
const editor: Actor = {
  id: personId("u-1"),
  username: "e",
  name: "E",
  address: "",
  roles: [{ role: "editor", place: scopeId("p-51") }],
};

async function pass(handler: ReturnType<typeof guard>, request: Asked) {
  const said: unknown[] = [];
  const reply = {
    code: (status: number) => said.push(status),
    header: (name: string) => said.push(name),
    send: (body: never) => said.push((body as { code: string }).code),
  };
  const answered = await handler(request, reply);
  return { through: answered === undefined, said };
}

test("nobody in particular gets nowhere and is told how to log in", async () => {
  expect(await pass(guard("place.read"), asked())).toEqual({
    through: false,
    said: [401, "content-type", "www-authenticate", "not-logged-in"],
  });
});

test("a right that one has nowhere, one that one has elsewhere, one for something that does not exist", async () => {
  const as = (): Asked => {
    const request = asked();
    rememberPerson(request, editor);
    return request;
  };
  const outcome = async (handler: ReturnType<typeof guard>) =>
    (await pass(handler, as())).said.at(-1) ?? "through";
  expect(await outcome(guard("person.write"))).toBe("not-allowed");
  expect(await outcome(guard("message.write"))).toBe("through");
  expect(await outcome(guard("message.write", () => scopeId("c-21024")))).toBe("through");
  expect(await outcome(guard("message.write", async () => scopeId("c-26001")))).toBe("not-allowed");
  expect(await outcome(guard("message.write", () => undefined))).toBe("not-found");
});

test("the person belongs to the request, and a route without a guard is a bug", () => {
  const request = asked();
  expect(personIfAny(request)).toBeUndefined();
  expect(() => personOf(request)).toThrow("no guard");
  rememberPerson(request, editor);
  expect(personOf(request)).toBe(editor);
});
