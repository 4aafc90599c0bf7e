/** Version of output.schema.json. Grows when a line loses a field or a field changes its meaning; additions keep it. */
export const schemaVersion = 1;
