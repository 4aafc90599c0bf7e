/** Hands a text to the system as a file. The user says where it goes, or that it goes nowhere. */
export function saveFile({ name, text }: { readonly name: string; readonly text: string }): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/octet-stream' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The download holds on to what it needs once it has begun.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
