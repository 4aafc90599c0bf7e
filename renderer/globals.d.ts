declare module '*.module.css' {
  /** The class names of a CSS module, as they stand in the built style sheet. */
  const classes: Readonly<Record<string, string>>;
  export default classes;
}

declare module '*.css' {}
