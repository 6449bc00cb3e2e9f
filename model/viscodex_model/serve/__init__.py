"""Serves models: on this machine, or on GPUs with other engines.

The local server answers an editor's questions on the loopback, with the reader, a checkpoint folder (transformers) or a
GGUF file (llama.cpp). `engines` starts vLLM or TGI on a merged folder, in Docker. All speak chat completions over HTTP.
"""
