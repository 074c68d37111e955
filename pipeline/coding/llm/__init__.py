"""Coders for who has more than this program brings: a language model, a sentence transformer."""

from pipeline.coding.llm.cache import Cache, FolderCache, MemoryCache
from pipeline.coding.llm.coder import (
    LanguageModelCoder,
    LanguageModelRecipe,
    LanguageModelSuggestions,
    language_model_coder,
)
from pipeline.coding.llm.sentence import (
    SentenceTransformerCoder,
    SentenceTransformerRecipe,
    sentence_transformer_recipe,
)
from pipeline.coding.llm.settings import LanguageModelSettings

__all__ = [
    "Cache",
    "FolderCache",
    "LanguageModelCoder",
    "LanguageModelRecipe",
    "LanguageModelSettings",
    "LanguageModelSuggestions",
    "MemoryCache",
    "SentenceTransformerCoder",
    "SentenceTransformerRecipe",
    "language_model_coder",
    "sentence_transformer_recipe",
]
