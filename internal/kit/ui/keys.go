package ui

import "strings"

// keyCode turns a key as printed ("C", "/", "Shift+F", "Mod+Enter") into the physical key the script listens for
// ("KeyC", "Slash", "Shift+KeyF", "Mod+Enter"), so that shortcuts work in every keyboard layout.
func keyCode(key string) string {
	if key == "" {
		return ""
	}
	parts := strings.Split(key, "+")
	last := len(parts) - 1
	parts[last] = codeOf(parts[last])
	return strings.Join(parts, "+")
}

func codeOf(key string) string {
	named := map[string]string{
		"/": "Slash", ".": "Period", "[": "BracketLeft", "]": "BracketRight", "?": "Shift+Slash", "Esc": "Escape",
		"Space": "Space",
	}
	if code, ok := named[key]; ok {
		return code
	}
	if len(key) == 1 && key[0] >= 'A' && key[0] <= 'Z' {
		return "Key" + key
	}
	return key
}

// keyShortcuts is the same key in the words of aria-keyshortcuts.
func keyShortcuts(key string) string {
	if rest, ok := strings.CutPrefix(key, "Mod+"); ok {
		return "Control+" + rest + " Meta+" + rest
	}
	if key == "Esc" {
		return "Escape"
	}
	return key
}

// keyIcon is the icon printed for a modifier or named key; the font has no signs for them.
func keyIcon(key string) string {
	switch key {
	case "Mod":
		return "command"
	case "Shift":
		return "arrow-big-up"
	case "Enter":
		return "corner-down-left"
	case "Up":
		return "arrow-up"
	case "Down":
		return "arrow-down"
	default:
		return ""
	}
}

// keyParts splits a printed key into the caps it is drawn with.
func keyParts(key string) []string { return strings.Split(key, "+") }
