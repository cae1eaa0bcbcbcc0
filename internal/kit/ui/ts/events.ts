// Reads server-sent events from the body of an answer: unlike EventSource it tells why an answer is none.

/** One event of a stream. */
export interface StreamEvent {
  name: string;
  id: string;
  data: string;
}

/** Calls handle for every event until the stream ends. */
export async function readEvents(body: ReadableStream<Uint8Array>, handle: (event: StreamEvent) => void): Promise<void> {
  const decoder = new TextDecoder();
  const reader = body.getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    rest += decoder.decode(value, { stream: true });
    const events = rest.split("\n\n");
    rest = events.pop() ?? "";
    for (const text of events) handle(parse(text));
  }
}

function parse(text: string): StreamEvent {
  const event: StreamEvent = { name: "", id: "", data: "" };
  for (const line of text.split("\n")) {
    const at = line.indexOf(": ");
    const value = at < 0 ? "" : line.slice(at + 2);
    if (line.startsWith("event:")) event.name = value;
    else if (line.startsWith("id:")) event.id = value;
    else if (line.startsWith("data:")) event.data += (event.data ? "\n" : "") + value;
  }
  return event;
}
