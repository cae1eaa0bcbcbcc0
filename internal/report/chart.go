package report

import (
	"math"
	"strconv"
	"strings"
)

// bar is a month of a bar chart: parts stand on each other.
type bar struct {
	Label  string
	Now    bool
	Parts  []int64
	Target int64
}

// chart is a bar chart with a scale of its own.
type chart struct {
	Bars []bar
	Top  int64 // of the scale
}

// newChart finds a scale of round numbers with four steps.
func newChart(bars []bar) chart {
	var most int64 = 1
	for _, b := range bars {
		var sum int64
		for _, p := range b.Parts {
			sum += p
		}
		most = max(most, sum, b.Target)
	}
	step := round(float64(most) / 4)
	return chart{bars, int64(math.Ceil(float64(most)/step)) * int64(step)}
}

// round is the next of 1, 2, 5, 10, 20, …
func round(n float64) float64 {
	if n <= 1 {
		return 1
	}
	power := math.Pow(10, math.Floor(math.Log10(n)))
	for _, m := range []float64{1, 2, 2.5, 5, 10} {
		if n <= m*power && m*power == math.Trunc(m*power) {
			return m * power
		}
	}
	return 10 * power
}

// The drawing lies between these lines, in percent.
const (
	top    = 6.0
	bottom = 92.0
	left   = 5.0
)

func pc(n float64) string { return strconv.FormatFloat(n, 'f', 2, 64) + "%" }

// at is the height of a value.
func (c chart) at(v int64) float64 { return bottom - (bottom-top)*float64(v)/float64(c.Top) }

func (c chart) y(v int64) string { return pc(c.at(v)) }

func (c chart) height(v int64) string { return pc(bottom - c.at(v)) }

// lines are the values at which the scale has lines.
func (c chart) lines() []int64 {
	all := []int64{}
	for i := range int64(5) {
		all = append(all, c.Top*i/4)
	}
	return all
}

func (c chart) pitch() float64 { return (100 - left) / float64(max(1, len(c.Bars))) }

func (c chart) x(i int) string { return pc(left + c.pitch()*(float64(i)+0.18)) }

func (c chart) mid(i int) string { return pc(left + c.pitch()*(float64(i)+0.5)) }

func (c chart) width() string { return pc(c.pitch() * 0.64) }

// edges of the line of a target.
func (c chart) from(i int) string { return pc(left + c.pitch()*(float64(i)+0.1)) }

func (c chart) to(i int) string { return pc(left + c.pitch()*(float64(i)+0.9)) }

// above is the upper end of a part, with those below it.
func (c chart) above(b bar, part int) string {
	var sum int64
	for _, p := range b.Parts[:part+1] {
		sum += p
	}
	return c.y(sum)
}

// spark is a small line of values as points of SVG in a box of 100 by 28; area
// closes it below.
func spark(values []int64, area bool) string {
	low, high := values[0], values[0]
	for _, v := range values {
		low, high = min(low, v), max(high, v)
	}
	var b strings.Builder
	if area {
		b.WriteString("0,28 ")
	}
	for i, v := range values {
		y := 26.0
		if high > low {
			y = 26 - 22*float64(v-low)/float64(high-low)
		}
		x := 100 * float64(i) / float64(max(1, len(values)-1))
		b.WriteString(strconv.FormatFloat(x, 'f', 1, 64) + "," + strconv.FormatFloat(y, 'f', 1, 64) + " ")
	}
	if area {
		b.WriteString("100,28")
	}
	return strings.TrimSpace(b.String())
}
