"""What a plan's monitoring works with: the indicator matrix, what targets take, requests for data, crosswalks."""
