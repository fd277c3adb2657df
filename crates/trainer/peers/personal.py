"""The places that patterns for personal data find: korean-pii or fuseji, by the first argument. Offsets are of characters."""

import json
import sys
import time

texts = [json.loads(line)["text"] for line in sys.stdin]
if sys.argv[1] == "korean-pii":
    from korean_pii import detect
else:
    from fuseji import Masker

    detect = Masker().detect
began = time.process_time()
found = [[(place.start, place.end) for place in detect(text)] for text in texts]
took = time.process_time() - began
for places in found:
    print(json.dumps({"places": places}))
print(json.dumps({"posts_per_second": len(texts) / took}))
