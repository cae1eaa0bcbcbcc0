// Package ui owns what the product looks like: the style sheet, the scripts, the icons and fonts, and the components
// that every page is built from. A component takes values; it knows no database, no request and no domain.
package ui
