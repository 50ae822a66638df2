import "@/app/styles/index.css";

// As next-themes sets it before the first paint.
document.documentElement.dataset.theme = "dark";
