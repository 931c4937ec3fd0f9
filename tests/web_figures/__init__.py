"""How fast, how light and how sound the web app is, measured in Chromium on the local stack."""
