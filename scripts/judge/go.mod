module kontor/judge

go 1.26
