import torch
import torch.nn.functional as F
from torch import nn


# scaled_dot_product_attention wants True where a key may be attended: the opposite mask.
class MultiHeadAttention(nn.Module):
    def __init__(self, d_model, num_heads):
        super().__init__()
        self.heads = num_heads
        self.in_proj_weight = nn.Parameter(torch.randn(3 * d_model, d_model) / d_model**0.5)
        self.in_proj_bias = nn.Parameter(torch.zeros(3 * d_model))
        self.out_proj = nn.Linear(d_model, d_model)

    def forward(self, query, key, value, mask):
        size = query.shape[-1]
        heads = []
        for part, x in enumerate((query, key, value)):
            rows = slice(part * size, (part + 1) * size)
            y = x @ self.in_proj_weight[rows].T + self.in_proj_bias[rows]
            heads.append(y.reshape(*y.shape[:2], self.heads, -1).permute(0, 2, 1, 3))
        mixed = F.scaled_dot_product_attention(*heads, attn_mask=~mask)
        return self.out_proj(mixed.permute(0, 2, 1, 3).reshape(query.shape))
