"""Training data in the record format of MCD (images, messages, category), as shards that training reads.

mcd, pairs      raw records from a published set, or from a folder of pictures and code
synth/          pictures and code made here
cleaning        one raw record checked: records (form), answers (fences, code), pictures; defects name what is wrong
intake          a stream of raw records into clean shards with an index
record_shards   shards written, and any record of them read
chat, mixture   what training makes of them: pieces that are learnt or not, sets mixed by weight
"""
