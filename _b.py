import sys; import benchmarks.phone as p, time
p.ITEMS=int(sys.argv[1])
t=time.time()
for f in p.measure(): print(round(time.time()-t,1), f, flush=True)
