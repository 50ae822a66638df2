/** Next reads this for every style sheet; only app/styles/index.css asks Tailwind for something. */
export default { plugins: { "@tailwindcss/postcss": {} } };
