import { expect, test } from "vitest";
import { boards } from "../../firmware-config/boards.ts";
import { filesFor, isPlain, type Provision } from "../../firmware-config/provision.ts";

const bare: Provision = {
  controller: "http://10.0.0.5:8080",
  claim: "ABCD-1234",
  sink: "alsa:default",
};
const textOf = (board: Provision, name: string) =>
  filesFor(board).find((file) => file.name === name)?.text ?? "";

test("a board without sensors gets a unit, its claim code for its owner only, and a way to install", () => {
  expect(filesFor(bare).map(({ name, mode }) => [name, mode])).toEqual([
    ["vangxa-agent.service", 0o644],
    ["agent.env", 0o600],
    ["install.sh", 0o755],
  ]);
  expect(textOf(bare, "agent.env")).toBe("VANGXA_CLAIM=ABCD-1234\n");
  const unit = textOf(bare, "vangxa-agent.service");
  expect(unit).not.toContain("ABCD-1234");
  expect(unit).toContain(
    "--data /var/lib/vangxa --controller http://10.0.0.5:8080 --claim ${VANGXA_CLAIM} --sink alsa:default\n",
  );
  expect(textOf(bare, "install.sh")).not.toContain("udev");
});

test("with microphone and amplifier board: profile, rule and wiring", () => {
  for (const [name, profile] of Object.entries(boards)) {
    const serial = { path: "/dev/ttyUSB0", profile };
    const board = { ...bare, listen: "alsa:plughw:1,0", serial };
    expect(JSON.parse(textOf(board, "board.json"))).toEqual(profile);
    expect(textOf(board, "99-vangxa.rules")).toContain('KERNEL=="ttyUSB0"');
    const wiring = textOf(board, "DAU-DAY.txt");
    expect(wiring).toContain(name);
    expect(wiring.includes("thường hở")).toBe(profile.relay !== undefined);
    expect(wiring.includes("vòng dòng")).toBe(profile.meter !== undefined);
    const options = "--listen alsa:plughw:1,0 --serial /dev/ttyUSB0 --board /etc/vangxa/board.json";
    expect(textOf(board, "vangxa-agent.service")).toContain(options);
    expect(textOf(board, "install.sh")).toContain(options);
  }
});

test("what could break out of a unit file or a shell is not plain", () => {
  for (const good of ["http://[::1]:80", "alsa:hw:1,0", "/dev/serial/by-id/usb-1a86", "AB-12"])
    expect(isPlain(good)).toBe(true);
  for (const evil of ["", "a b", 'a"b', "$(x)", "%h", "a\nb", "a;b", "`a`", "x".repeat(301)])
    expect(isPlain(evil)).toBe(false);
});
