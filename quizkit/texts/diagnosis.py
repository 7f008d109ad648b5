"""Why a check failed: what an error looks like, and how a known mistake is told. No right values."""

TEXTS: dict[str, tuple[str, str]] = {
    # what an array looks like
    "factor": (
        "every entry is exactly {factor} times the right value",
        "每个元素都恰好是正确值的 {factor} 倍",
    ),
    "factor_zero": ("every entry is zero", "所有元素都是零"),
    "factor_negative": (
        "every entry has the right size and the wrong sign",
        "每个元素大小都对，符号相反",
    ),
    "factor_times": (
        "every entry is exactly {n} times the right value",
        "每个元素都恰好是正确值的 {n} 倍",
    ),
    "factor_times_batch": (
        "every entry is exactly {n} times the right value; the batch has {n} rows",
        "每个元素都恰好是正确值的 {n} 倍；这个 batch 有 {n} 行",
    ),
    "factor_times_size": (
        "every entry is exactly {n} times the right value; {n} is a size, or a product of sizes, of this call",
        "每个元素都恰好是正确值的 {n} 倍；{n} 是这次调用中某个维度的大小，或几个维度的乘积",
    ),
    "factor_divided": (
        "every entry is exactly 1/{n} of the right value",
        "每个元素都恰好是正确值的 1/{n}",
    ),
    "factor_divided_batch": (
        "every entry is exactly 1/{n} of the right value; the batch has {n} rows",
        "每个元素都恰好是正确值的 1/{n}；这个 batch 有 {n} 行",
    ),
    "factor_divided_size": (
        "every entry is exactly 1/{n} of the right value; {n} is a size, or a product of sizes, of this call",
        "每个元素都恰好是正确值的 1/{n}；{n} 是这次调用中某个维度的大小，或几个维度的乘积",
    ),
    "factor_root": (
        "every entry is too large by exactly the square root of {n}, a size of this call",
        "每个元素都恰好是正确值乘以 {n} 的平方根；{n} 是这次调用中某个维度的大小",
    ),
    "factor_over_root": (
        "every entry is too small by exactly the square root of {n}, a size of this call",
        "每个元素都恰好是正确值除以 {n} 的平方根；{n} 是这次调用中某个维度的大小",
    ),
    "factor_bessel": (
        "every entry is off by exactly the factor between {n} and {less}: divided by one where the other belongs",
        "每个元素都恰好差了 {n} 与 {less} 之比：该除以其中一个的地方除以了另一个",
    ),
    "factor_per_slice": (
        "each of the {size} slices along axis {axis} is right up to a factor of its own",
        "沿轴 {axis} 的 {size} 个切片各自只差一个常数倍，倍数互不相同",
    ),
    "signs": (
        "the sizes are right everywhere, {off} of {total} signs are not",
        "大小全都正确，{total} 个符号里有 {off} 个不对",
    ),
    "transposed": ("it is the transpose of what is right", "它恰好是正确结果的转置"),
    "axes_swapped": (
        "the numbers are right and the axes are in another order: axis k should be axis {order}[k]",
        "数值都对，但轴的顺序不对：第 k 个轴应该是 {order}[k]",
    ),
    "reshaped": (
        "the numbers are right, one after the other; only the shape is not",
        "数值和先后顺序都对，只是形状不对",
    ),
    "transposed_reshaped": (
        "the right numbers were transposed and then reshaped to fit",
        "正确的数值被转置之后又用 reshape 凑成了这个形状",
    ),
    "reversed": ("axis {axis} runs backwards", "轴 {axis} 的方向反了"),
    "reversed_several": ("the axes {axes} run backwards", "轴 {axes} 的方向都反了"),
    "shifted": (
        "along axis {axis} everything sits {by:+d} places from where it belongs",
        "沿轴 {axis} 整体错了 {by:+d} 位",
    ),
    "reordered_along": (
        "the slices along axis {axis} are right, their order is not",
        "沿轴 {axis} 的各个切片都对，但顺序不对",
    ),
    "reordered": (
        "the numbers are right, they stand in other places",
        "数值都对，但位置不对",
    ),
    "repeated_mean": (
        "along axis {axis} every entry is the mean of the right ones",
        "沿轴 {axis} 的每个元素都是正确值在该轴上的平均",
    ),
    "repeated_sum": (
        "along axis {axis} every entry is the sum of the right ones",
        "沿轴 {axis} 的每个元素都是正确值在该轴上的和",
    ),
    "repeated_first": (
        "along axis {axis} every entry is what the first one should be",
        "沿轴 {axis} 的每个元素都等于第一个应有的值",
    ),
    "repeated_last": (
        "along axis {axis} every entry is what the last one should be",
        "沿轴 {axis} 的每个元素都等于最后一个应有的值",
    ),
    "term_added": (
        "it is right up to one term: `{name}` is added and should not be",
        "只差一项：多加了 `{name}`",
    ),
    "term_missing": (
        "it is right up to one term: `{name}` is missing",
        "只差一项：少加了 `{name}`",
    ),
    "term_multiple": (
        "it is right up to one term, a multiple of `{name}`",
        "只差一项：`{name}` 的某个倍数",
    ),
    "offset": (
        "every entry is off by the same amount: a constant term is missing or too many",
        "每个元素都差同一个数：少了或多了一个常数项",
    ),
    "offset_along": (
        "all {size} slices along axis {axis} are off by the same amounts: a term that does not depend on "
        "that axis (such as a bias) is missing or too many",
        "沿轴 {axis} 的 {size} 个切片差的量完全相同：少了或多了一个与该轴无关的项（例如 bias）",
    ),
    "only_repeated_ids": (
        "only rows of ids that stand more than once are wrong",
        "只有重复出现的 id 所在的行不对",
    ),
    "only_zero_inputs": (
        "only entries where `{name}` is exactly zero are wrong",
        "只有 `{name}` 恰好为零的位置不对",
    ),
    "only_ties": (
        "only entries whose value stands in `{name}` more than once (ties) are wrong",
        "只有 `{name}` 中取值并列的位置不对",
    ),
    "only_first": (
        "only the first place along axis {axis} is wrong",
        "只有轴 {axis} 上的第一个位置不对",
    ),
    "only_last": (
        "only the last place along axis {axis} is wrong",
        "只有轴 {axis} 上的最后一个位置不对",
    ),
    "all_but_first": (
        "along axis {axis} only the first place is right",
        "轴 {axis} 上只有第一个位置是对的",
    ),
    "all_but_last": (
        "along axis {axis} only the last place is right",
        "轴 {axis} 上只有最后一个位置是对的",
    ),
    "only_border": (
        "only the border of the last two axes is wrong, the inside is right",
        "只有最后两个轴的边界不对，内部都对",
    ),
    "zero_where_off": (
        "the {off} entries that are off are exactly zero, the others are right",
        "不对的 {off} 个元素恰好都是零，其余都对",
    ),
    "float32": (
        "it is what float64 numbers look like after a round trip through float32",
        "数值的精度只有 float32：中途转成过 float32",
    ),
    # what one thing done otherwise gives
    "without_parameter": (
        "it is what comes out when `{name}` is left out",
        "它恰好等于漏掉 `{name}` 时的结果",
    ),
    "transposed_parameter": (
        "it is what comes out when `{name}` is transposed",
        "它恰好等于把 `{name}` 转置之后的结果",
    ),
    "swapped_parameters": (
        "it is what comes out when `{one}` and `{other}` change places",
        "它恰好等于 `{one}` 与 `{other}` 互换之后的结果",
    ),
    "swapped_arguments": (
        "it is what comes out when the arguments `{one}` and `{other}` change places",
        "它恰好等于参数 `{one}` 与 `{other}` 互换之后的结果",
    ),
    "without_argument": (
        "it is what comes out when `{name}` is zero",
        "它恰好等于 `{name}` 为零时的结果",
    ),
    "transposed_argument": (
        "it is what comes out when `{name}` is transposed",
        "它恰好等于把 `{name}` 转置之后的结果",
    ),
    "inverted_argument": (
        "it is what comes out when `{name}` says the opposite",
        "它恰好等于把 `{name}` 取反之后的结果",
    ),
    "other_gradient": (
        "it is the gradient of `{name}`",
        "它恰好是 `{name}` 的梯度",
    ),
    # losses
    "first_loss_negative": (
        "the first loss has the right size and the wrong sign",
        "第一步的损失大小对，符号相反",
    ),
    "first_loss_times": (
        "the first loss is exactly {n} times the right one",
        "第一步的损失恰好是正确值的 {n} 倍",
    ),
    "first_loss_times_batch": (
        "the first loss is exactly {n} times the right one, and the batch has {n} rows: a sum where a mean is asked for",
        "第一步的损失恰好是正确值的 {n} 倍，而这个 batch 有 {n} 行：该取平均的地方求了和",
    ),
    "first_loss_divided": (
        "the first loss is exactly 1/{n} of the right one",
        "第一步的损失恰好是正确值的 1/{n}",
    ),
    "first_loss_divided_batch": (
        "the first loss is exactly 1/{n} of the right one, and the batch has {n} rows: divided once too often",
        "第一步的损失恰好是正确值的 1/{n}，而这个 batch 有 {n} 行：多除了一次",
    ),
    "losses_early": (
        "each loss is the one that belongs to the step after it: computed after the update",
        "每一步的损失其实是下一步的损失：在更新之后才计算",
    ),
    "losses_late": (
        "each loss is the one that belongs to the step before it",
        "每一步的损失其实是上一步的损失",
    ),
    "no_update": (
        "the run is what comes out when no parameter changes",
        "这些损失恰好等于参数从未更新时的损失",
    ),
    "uphill": (
        "the run is what comes out when the update has the wrong sign",
        "这些损失恰好等于更新方向相反时的损失",
    ),
    "never_updated": (
        "the run is what comes out when `{name}` is never updated",
        "这些损失恰好等于 `{name}` 从未更新时的损失",
    ),
    "stale_gradients": (
        "the run is what comes out when gradients of earlier steps are kept",
        "这些损失恰好等于保留了前几步梯度时的损失",
    ),
    "step_times": (
        "the run is what comes out when every step is {n} times too long; the batch has {n} rows",
        "这些损失恰好等于每步更新放大 {n} 倍时的损失；这个 batch 有 {n} 行",
    ),
    "step_divided": (
        "the run is what comes out when every step is 1/{n} as long; the batch has {n} rows",
        "这些损失恰好等于每步更新缩小到 1/{n} 时的损失；这个 batch 有 {n} 行",
    ),
    # how it is told
    "known_mistake": ("{title}: {mistake}", "{title}：{mistake}"),
    "likely": ("Most likely: {title}", "最可能的原因：{title}"),
    "equal": (
        "(your answers equal those of the known mistake `{id}`)",
        "（你的结果与已知错误 `{id}` 的结果相同）",
    ),
    "same_way": ("fails in the same way: {checks}", "以同样的方式未通过：{checks}"),
    "same_cause": ("has the same cause: {checks}", "原因相同：{checks}"),
    "map_entries": ("(# = off)", "（# = 不对）"),
    "map_rows": ("(one mark a row; # = off)", "（一个符号代表一行；# = 不对）"),
    "map_columns": ("(one mark a column; # = off)", "（一个符号代表一列；# = 不对）"),
    "map_over": ("(# = off anywhere along the leading axes)", "（# = 在前面的轴上任意一处不对）"),
    "map_blocks": (
        "(# = off; one mark for several entries)",
        "（# = 不对；一个符号代表几个元素）",
    ),
    "curves": (
        "x yours, o the reference, * both; from step 1 to {steps}",
        "x 你的，o 参考，* 重合；第 1 步到第 {steps} 步",
    ),
    "undiagnosed": (
        "quizkit failed to explain this; the verdict stands. Details: {bundle}",
        "quizkit 在分析原因时自身出错；判定结果不受影响。详情：{bundle}",
    ),
    "hint": ("About your last failure: {title}", "关于你上次没通过的地方：{title}"),
}
