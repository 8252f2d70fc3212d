"""The simulated plant's instruments as separate devices: an OPC UA server, a Modbus device, an MQTT publisher.

`python -m simulations.devices PROTOCOL --site SITE --port PORT --clock-offset-ms N` runs one of them. It reads lines
of JSON from standard input, each a list of samples (tag, ts, value, quality), and ends when its input ends.
"""
