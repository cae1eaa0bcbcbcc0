package importing

import (
	"context"
	"errors"
	"io"

	"kontor/internal/account"
)

// first shows what the first row that can be imported would become.
func (s *Imports) first(ctx context.Context, actor account.Actor, imp *Import) ([]Shown, error) {
	run, f, err := s.open(ctx, actor, imp, true)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	for range 20 {
		row, err := run.src.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		if said := run.read(ctx, &row).Said; said != nil && said.Line(ctx).Name != "" {
			return said.Shown(ctx), nil
		}
	}
	return nil, nil
}
