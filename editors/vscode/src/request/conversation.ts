/**
 * Asks the server: pictures and a place in, a job begun. The pictures' bytes always travel with the request, since the
 * server may run on another machine than the clipboard.
 */

import { MOST_PICTURES } from "../core/pictures";
import { sentenceOf } from "../core/said";
import type { Instruction } from "../instruction";
import type { Server } from "../server/server";
import type { Target } from "./target";
import type { Typing } from "./typing";

export interface Picture {
  readonly name: string;
  readonly read: () => Thenable<Uint8Array>;
}

export class Conversation {
  constructor(
    private readonly server: Server,
    private readonly instruction: Instruction,
    private readonly typing: Typing,
  ) {}

  /** Begin a job; it reports, and ends, by itself. Errors are shown. */
  async ask(target: Target, pictures: readonly Picture[], command = "viscodex.imageToCode"): Promise<void> {
    const client = await this.server.ready();
    if (client === undefined || pictures.length === 0) {
      return;
    }
    const uri = client.code2ProtocolConverter.asUri(target.uri);
    try {
      const attached: { kind: "attached"; id: string }[] = [];
      for (const { name, read } of pictures.slice(0, MOST_PICTURES)) {
        const data = Buffer.from(await read()).toString("base64");
        const { id } = await client.sendRequest<{ id: string }>("viscodex/attachPicture", { uri, data, name });
        attached.push({ kind: "attached", id });
      }
      const place = this.typing.now(target);
      if (place === undefined) {
        this.server.say("The file was closed or changed too much meanwhile; choose the place again.", "warning");
        return;
      }
      const question = {
        uri,
        range: client.code2ProtocolConverter.asRange(place.range),
        version: place.version,
        pictures: attached,
        instruction: this.instruction.text,
      };
      await this.server.run(command, question);
    } catch (error) {
      this.server.say(sentenceOf(error), "error");
    }
  }
}
