"""What vaderSentiment says of each text."""

import json
import sys
import time

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

texts = [json.loads(line)["text"] for line in sys.stdin]
analyzer = SentimentIntensityAnalyzer()
began = time.process_time()
scores = [analyzer.polarity_scores(text)["compound"] for text in texts]
took = time.process_time() - began
for score in scores:
    # The thresholds that its authors publish.
    print(json.dumps({"label": 2 if score >= 0.05 else 0 if score <= -0.05 else 1}))
print(json.dumps({"posts_per_second": len(texts) / took}))
