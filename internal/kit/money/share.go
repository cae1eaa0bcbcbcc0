package money

import "math/big"

// Share returns parts of whole parts of an amount, in minor units, rounded
// half away from zero: Share(amount, 25, 100) is a quarter of it. It is exact
// for every amount; what does not fit into 64 bits is the largest that does.
func Share(minor, parts, whole int64) int64 {
	n := new(big.Int).Mul(big.NewInt(minor), big.NewInt(parts))
	d := big.NewInt(whole)
	half := new(big.Int).Mul(n, big.NewInt(2))
	if half.Sign()*d.Sign() >= 0 {
		half.Add(half, d)
	} else {
		half.Sub(half, d)
	}
	q := half.Quo(half, new(big.Int).Mul(d, big.NewInt(2)))
	if !q.IsInt64() {
		return most(q.Sign())
	}
	return q.Int64()
}

func most(sign int) int64 {
	const largest = 1<<63 - 1
	if sign < 0 {
		return -largest
	}
	return largest
}
