package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"sort"
	"strings"
	"syscall"
	"time"

	"kontor/internal/kit/db"
	"kontor/internal/kit/db/pgtest"
	"kontor/internal/kit/search"
)

var firsts = strings.Fields("Иван Georgi Мария Anna Andreas Katharina Ивайло Десислава Marek Николай Hans Peter Sophie Victor Виктор Yuliya Светлана Олга Thomas Michael Laura Julia Емил Стоян Radka Кирил Hristo Jürgen François Zoë Łukasz Александър Alexander Божидар Цветана Елена Elena Dimitar Kalina Rositsa")
var lasts = strings.Fields("Иванов Petrov Стоянов Vogel Müller Schmidt Kowalczyk Тодорова Димитров Georgiev Николова Smith Johnson Robinson Шевченко Weber Fischer Novák Dvořák Ангелов Христов Попова Kostova Marinov Щерев Янков Жеков Hoffmann Becker Schulz Rossi Ferrari Garcia Martin Bernard Dubois Ivanova Petrova Asenov Borisov")
var comps = strings.Fields("Тунджа Металс Rheintal Antriebe Precyzja Balkan Trade Nordic Steel Alpha Омега Consult Build Строй Logistics Food Agro Wind Solar Софтуер")

func pick(r *rand.Rand, a []string) string { return a[r.IntN(len(a))] }

func check(err error) {
	if err != nil {
		panic(err)
	}
}

func entry(r *rand.Rand, i int) search.Entry {
	f, l := pick(r, firsts), pick(r, lasts)
	c := pick(r, comps) + " " + pick(r, comps) + fmt.Sprint(" ", r.IntN(20000))
	phone := fmt.Sprintf("08%08d", r.IntN(100000000))
	return search.Entry{ID: db.NewID(), Texts: []string{f + " " + l, c, "Manager", fmt.Sprintf("%s.%s%d@%s.bg", search.Fold(f), search.Fold(l), i, search.Fold(pick(r, comps))), phone, "+359" + phone[1:], "София"}}
}

func main() {
	ctx := context.Background()
	for _, eng := range strings.Split(os.Args[1], ",") {
		var d *db.DB
		var err error
		if eng == "sqlite" {
			os.RemoveAll("/tmp/zz.db")
			os.RemoveAll("/tmp/zz.db-wal")
			os.RemoveAll("/tmp/zz.db-shm")
			d, err = db.Open(ctx, "sqlite:////tmp/zz.db")
		} else {
			u, e := pgtest.URL()
			check(e)
			d, err = db.Open(ctx, u)
		}
		check(err)
		_, err = d.Migrate(ctx)
		check(err)
		n := 200000
		var ids []db.ID
		d.InTx(ctx, func(tx *db.Tx) error {
			for i := range 3 {
				_, err := tx.Exec(ctx, "INSERT INTO workspaces (name, slug, created_at, updated_at) VALUES ('a', $1, 1, 1)", fmt.Sprint("s", i))
				check(err)
			}
			return nil
		})
		t00 := cpu()
		defer func() { fmt.Println("all cpu", cpu()-t00) }()
		load := func(ws db.WorkspaceID, n int) {
			r := rand.New(rand.NewPCG(1, uint64(ws)))
			t := time.Now()
			for i := 0; i < n; i += 1000 {
				check(d.InTx(ctx, func(tx *db.Tx) error {
					var es []search.Entry
					for j := range 1000 {
						es = append(es, entry(r, i+j))
					}
					if ws == 1 {
						for _, e := range es {
							ids = append(ids, e.ID)
						}
					}
					var q db.SQL
					for k := 0; k < len(es); k += 200 {
						q = db.SQL{}
						q.S("INSERT INTO contacts (workspace_id,id,name,name_key,created_at,updated_at) VALUES ")
						for j, e := range es[k : k+200] {
							if j > 0 {
								q.S(",")
							}
							q.S("(").P(ws).S(",").P(e.ID).S(",").P(e.Texts[0]).S(",").P(search.Fold(e.Texts[0])).S(",1,1)")
						}
						_, err := tx.Exec(ctx, q.Text(), q.Args()...)
						check(err)
					}
					t0 := cpu()
					err := search.PutMany(ctx, tx, ws, "contact", es)
					spent += cpu() - t0
					return err
				}))
			}
			fmt.Printf("%s load ws %d: %d rows in %v, search %.1f µs/row\n", eng, ws, n, time.Since(t), float64(spent.Microseconds())/float64(n))
			spent = 0
		}
		load(1, n)
		load(2, 2000)

		check(d.InTx(ctx, func(tx *db.Tx) error { _, err := tx.Exec(ctx, "ANALYZE"); return err }))
		if eng == "sqlite" {
			st, _ := os.Stat("/tmp/zz.db")
			fmt.Println("file MB", st.Size()>>20)
			v, _ := db.Value[int64](ctx, d, "SELECT sum(length(block)) FROM search_grams_data")
			fmt.Println("grams MB", v>>20)
		} else {
			v, _ := db.Value[string](ctx, d, "SELECT pg_size_pretty(pg_relation_size('search_grams')) || ' table ' || pg_size_pretty(pg_relation_size('search'))")
			fmt.Println("grams", v)
		}
		for _, word := range []string{"vict", "ann", "an", "manager", "robins petrov", "0888 12", "zzabs"} {
			for _, order := range []db.Expr{"c.id DESC", "c.name_key, c.id"} {
				for _, mode := range []string{"walk", "where", "sift"} {
					var ts []time.Duration
					hits := 0
					for range 5 {
						m, _ := search.Look(ctx, d, 1, "contact", word)
						t := time.Now()
						var q db.SQL
						q.S("SELECT c.id, c.name, c.version FROM contacts AS c WHERE c.workspace_id = ").P(1).S(" AND c.deleted_at IS NULL AND ")
						map[string]func(*db.SQL, db.Expr){"walk": m.Walk, "where": m.Where, "sift": m.Sift}[mode](&q, "c.id")
						q.S(" ORDER BY ").S(order).S(" LIMIT 51")
						rows, err := d.Query(ctx, q.Text(), q.Args()...)
						check(err)
						hits = 0
						for rows.Next() {
							hits++
						}
						check(rows.Err())
						rows.Close()
						ts = append(ts, time.Since(t))
						if ts[0] > time.Second {
							break
						}
					}
					sort.Slice(ts, func(i, j int) bool { return ts[i] < ts[j] })
					fmt.Printf("%s %-10s %-18s %-8s hits %d %7.2f ms\n", eng, word, order, mode, hits, ms(ts[len(ts)/2]))
				}
			}
		}
		t := time.Now()
		for i := range 200 {
			check(d.InTx(ctx, func(tx *db.Tx) error {
				return search.Put(ctx, tx, 1, "contact", ids[i*37], fmt.Sprint("Changed Name ", i), "new@firma.bg")
			}))
		}
		fmt.Println("single update", time.Since(t)/200)
		d.Close()
	}
}

func cpu() time.Duration {
	var u syscall.Rusage
	syscall.Getrusage(0, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

var spent time.Duration

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
