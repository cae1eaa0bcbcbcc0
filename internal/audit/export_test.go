package audit

import "kontor/internal/kit/list"

// Entity is the description of the list, for the test that every list passes.
func Entity() *list.Entity { return entity() }
