declare module '@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasmjs' {
  export default function open(options: object): Promise<unknown>;
}
declare module '@cornerstonejs/codec-libjpeg-turbo-8bit/decode' {
  export default function open(options: object): Promise<unknown>;
}
