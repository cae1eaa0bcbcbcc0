package privacy

// Texts are the columns that an erasure reads through.
func Texts() (all []string) {
	for _, p := range places() {
		for _, c := range p.columns() {
			all = append(all, string(p.table)+"."+string(c))
		}
	}
	return all
}
