package contact_test

import (
	"bytes"
	"fmt"
	"runtime"
	"syscall"
	"testing"

	"kontor/internal/account"
	"kontor/internal/account/accounttest"
	"kontor/internal/kit/db/dbtest"
)

// manyPeople is a file of n rows as people have them: names in two scripts,
// an e-mail address, a phone, one of n/20 companies, a city, a tag.
func manyPeople(n int) []byte {
	firsts := []string{"Георги", "Maria", "Петър", "Hélène", "Иван", "Jürgen", "Десислава", "Anna-Lena", "Tomáš", "Elena"}
	lasts := []string{"Желязков", "Ilieva", "Müller", "Кръстева", "Haas", "Тодоров", "Dvořák", "Ненова", "Petrov", "Marchand", "Ivanova"}
	cities := []string{"София", "Пловдив", "Варна", "Köln", "Kraków"}
	var b bytes.Buffer
	b.WriteString("First name,Last name,E-mail,Phone,Company,City,Tags\r\n")
	for i := range n {
		fmt.Fprintf(&b, "%s,%s%d,person%d@firm%d.example,+359 88 %07d,\"Firm %d, Ltd\",%s,customer\r\n", firsts[i%10], lasts[i/10%11], i/110%200, i, i%(n/20), i, i%(n/20), cities[i%5])
	}
	return b.Bytes()
}

func BenchmarkImport(b *testing.B) {
	const rows = 50_000
	file := manyPeople(rows)
	for b.Loop() {
		b.StopTimer()
		d := dbtest.SQLite(b)
		im := newTakingIn(b, d)
		actor := accounttest.Actor(b, d, account.Owner)
		imp := im.upload(b, actor, "people.csv", file)
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		cpu := spentCPU(b)
		b.StartTimer()
		done, err := im.Imports.Imports.Run(b.Context(), actor, imp.ID, nil)
		b.StopTimer()
		runtime.ReadMemStats(&after)
		if err != nil || done.Created != rows {
			b.Fatalf("%v %s", err, counts(done))
		}
		b.ReportMetric(float64(spentCPU(b)-cpu)/1e3/rows, "cpu-µs/row")
		b.ReportMetric(float64(after.HeapSys-before.HeapSys)/(1<<20), "heap-growth-MB")
		d.Close()
		b.StartTimer()
	}
	b.ReportMetric(rows*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

// spentCPU is the processor time of this process, which stays comparable on a
// busy machine.
func spentCPU(b *testing.B) int64 {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return u.Utime.Nano() + u.Stime.Nano()
}
