"""What a failed or an unchecked check says, by code. Expected shapes may be named, values never."""

TEXTS: dict[str, tuple[str, str]] = {
    "wrong_value": (
        "{what}: {off} of {total} entries are off, first at {first}, largest relative error {largest}",
        "{what}：{total} 个元素里有 {off} 个不对，第一个在 {first}，最大相对误差 {largest}",
    ),
    "wrong_shape": (
        "{what} has shape {got}, expected {expected}",
        "{what} 的形状是 {got}，应为 {expected}",
    ),
    "wrong_dtype": (
        "{what} has dtype {got}, expected {expected}",
        "{what} 的 dtype 是 {got}，应为 {expected}",
    ),
    "wrong_type": (
        "{what} is a `{got}`, expected {expected}",
        "{what} 的类型是 `{got}`，应为 {expected}",
    ),
    "wrong_outputs": (
        "{got} results were returned, expected {expected}: {names}",
        "返回了 {got} 个结果，应为 {expected} 个：{names}",
    ),
    "not_finite": (
        "{what}: {off} of {total} entries are NaN or infinite, first at {first}",
        "{what}：{total} 个元素里有 {off} 个是 NaN 或无穷，第一个在 {first}",
    ),
    "missing_gradient": (
        "no gradient was returned for `{name}`",
        "没有得到 `{name}` 的梯度",
    ),
    "unwanted_gradient": (
        "{what}: there is a gradient where none was asked for",
        "{what}：这里不需要梯度，却有了梯度",
    ),
    "wrong_flag": (
        "{what}: {off} of {total} cases are wrong, the first is number {first} counted from 0",
        "{what}：{total} 种情况里有 {off} 种不对，第一个是第 {first} 种（从 0 数起）",
    ),
    "input_modified": (
        "`{what}` was changed by your code; work on a copy",
        "你的代码改写了 `{what}`；请在副本上操作",
    ),
    "first_loss": (
        "the loss of the first step is already off, relative error {largest}: look at the loss itself",
        "第一步的损失就不对，相对误差 {largest}：先检查损失本身",
    ),
    "losses_part": (
        "the losses part from the reference's at step {step} of {steps}, relative error {largest}: "
        "look at the update",
        "损失从第 {step} 步（共 {steps} 步）开始与参考不一致，相对误差 {largest}：检查参数更新",
    ),
    "less_accurate": (
        "accuracy {accuracy:.3f} on held-out data, the reference reaches {reference:.3f}",
        "留出数据上的准确率 {accuracy:.3f}，参考实现达到 {reference:.3f}",
    ),
    "worse_forecast": (
        "held-out error {error:.4g}; the reference reaches {reference:.4g}, "
        "repeating the last value {baseline:.4g}",
        "留出数据上的误差 {error:.4g}；参考实现 {reference:.4g}，重复上一个值 {baseline:.4g}",
    ),
    "linear_output": (
        "the model is linear in its input: f(a) + f(b) equals f(a + b) + f(0)",
        "模型对输入是线性的：f(a) + f(b) 等于 f(a + b) + f(0)",
    ),
    "parameter_unused": (
        "changing `{name}` does not change the output",
        "改变 `{name}`，输出不变",
    ),
    "input_not_seen": (
        "changing the input at index {at} does not change the output at index {at}",
        "改变下标 {at} 处的输入，下标 {at} 处的输出不变",
    ),
    "future_seen": (
        "changing the input from index {changed} on changes the output at index {at}, which is earlier",
        "改变从下标 {changed} 开始的输入，更早的下标 {at} 处的输出变了",
    ),
    "never_negative": (
        "{off} of {total} logits are not negative in any row, whatever the bias",
        "{total} 个 logits 里有 {off} 个在任何一行都不为负，无论 bias 是多少",
    ),
    "updated_within": (
        "the loss that `train_step` returns depends on lr: weights change before the loss is complete",
        "`train_step` 返回的损失随 lr 变化：损失还没算完，权重就已经更新了",
    ),
    "above_one": (
        "the accuracy is {got}; a share is never above 1",
        "准确率是 {got}；比例不可能大于 1",
    ),
    "not_all_right": (
        "a model that is always right gets an accuracy of {got}",
        "一个全部预测正确的模型，得到的准确率是 {got}",
    ),
    "not_all_wrong": (
        "a model that is always wrong gets an accuracy of {got}",
        "一个全部预测错误的模型，得到的准确率是 {got}",
    ),
    "wrong_share": (
        "{what}: the accuracy comes out as {got}, which is not the share of right predictions",
        "{what}：算出的准确率是 {got}，不等于预测正确的比例",
    ),
    "step_remembers": (
        "a step with lr = 0 changes what the next step does to `{name}`: something is kept in between",
        "lr = 0 的一步之后，下一步对 `{name}` 的更新变了：两步之间残留了什么",
    ),
    "not_uniform_loss": (
        "with all logits equal the loss is {got}; it should be the logarithm of {total} tokens",
        "所有 logits 相等时损失是 {got}；它应等于词表大小 {total} 的对数",
    ),
    "not_next_token": (
        "a model that is sure of every next token, and right, gets a loss of {got} instead of 0",
        "对每个下一个 token 都有把握且全对的模型，损失是 {got}，而不是 0",
    ),
    "missing_parameter": (
        "the parameter `{name}` is missing; found: {found}",
        "缺少参数 `{name}`；现有：{found}",
    ),
    "extra_parameter": (
        "`{name}` is not a parameter of this exercise; wanted: {wanted}",
        "`{name}` 不是本题的参数；需要的是：{wanted}",
    ),
    "wrong_parameter_shape": (
        "the parameter `{name}` has shape {got}, expected {expected}",
        "参数 `{name}` 的形状是 {got}，应为 {expected}",
    ),
    "missing_method": ("the class has no method `{name}`", "这个类没有方法 `{name}`"),
    "missing_params": (
        "`self.params` must be a dict of names to arrays",
        "`self.params` 必须是从名称到数组的 dict",
    ),
    "backward_form": (
        "`backward` must return (gradient of the input, dict of gradients), got `{got}`",
        "`backward` 必须返回（输入的梯度，梯度的 dict），得到的是 `{got}`",
    ),
    "batches_kept": (
        "the layer holds on to earlier batches ({off} arrays or graphs too many): a buffer keeps numbers, not a graph and not a history",
        "这一层保留了之前的 batch（多出 {off} 个数组或计算图）：buffer 里只存数值，不存计算图，也不存历史",
    ),
    "no_graph": (
        "the output has no graph: something was detached, converted to NumPy or run under no_grad",
        "输出没有计算图：某处被 detach、转成了 NumPy，或在 no_grad 下执行",
    ),
    "frozen_parameter": (
        "`{name}` has requires_grad=False",
        "`{name}` 的 requires_grad 是 False",
    ),
    "not_a_module": (
        "the class must derive from nn.Module, it is a `{got}`",
        "这个类必须继承 nn.Module，现在是 `{got}`",
    ),
    "loss_not_number": (
        "`train_step` must return a number, got `{got}`",
        "`train_step` 必须返回一个数，得到的是 `{got}`",
    ),
    "raised": ("{type}: {message}", "{type}：{message}"),
    "not_implemented": (
        "this part is not written yet (NotImplementedError)",
        "这一部分还没有写（NotImplementedError）",
    ),
    "syntax": ("line {line}: {type}: {message}", "第 {line} 行：{type}：{message}"),
    "missing_entry": ("`{name}` is not defined in the file", "文件里没有定义 `{name}`"),
    "entry_not_callable": ("`{name}` cannot be called", "`{name}` 不可调用"),
    "empty_file": ("the file is empty", "文件是空的"),
    "nul_byte": ("the file holds NUL bytes; is it a program?", "文件里有 NUL 字节；它是程序吗？"),
    "not_utf8": (
        "the file is not UTF-8 (byte {offset})",
        "文件不是 UTF-8 编码（第 {offset} 字节）",
    ),
    "timed_out": (
        "stopped after {used_s:.1f} s; the limit for this group of checks is {seconds:g} s",
        "运行 {used_s:.1f} 秒后被终止；该组检查的时限是 {seconds:g} 秒",
    ),
    "out_of_memory": (
        "stopped at {used_mb} MB; the limit is {memory_mb} MB beyond the imports",
        "内存用到 {used_mb} MB 时被终止；导入之外的上限是 {memory_mb} MB",
    ),
    "allocation_refused": (
        "{asked}. In use were {used_mb} MB; the limit is {memory_mb} MB beyond the imports",
        "{asked}。当时已用 {used_mb} MB；导入之外的上限是 {memory_mb} MB",
    ),
    "crashed": ("the process was ended by {signal}", "进程被 {signal} 终止"),
    "exited": (
        "the process ended itself (status {status})",
        "进程自己退出了（状态 {status}）",
    ),
    "protocol": (
        "the process answered what nobody asked ({why})",
        "进程返回了不符合协议的内容（{why}）",
    ),
    "unknown_verb": (
        "the process was asked for `{verb}`, which it does not know",
        "向进程发出了它不认识的请求 `{verb}`",
    ),
    "needs": ("not checked: `{needs}` did not pass", "未检查：`{needs}` 未通过"),
    "invalid": ("not checked: the file cannot be used", "未检查：文件无法使用"),
    "group_over": (
        "not checked: an earlier check ended the process",
        "未检查：之前的检查使进程结束",
    ),
    "unsupported": (
        "PyTorch is not installed where the file would run",
        "运行该文件的环境里没有安装 PyTorch",
    ),
    "lacks": (
        "quizgrad, which stands in for PyTorch here, does not have this: {name}",
        "这里由 quizgrad 代替 PyTorch 运行，而它没有：{name}",
    ),
    "grader_ended": (
        "the grader's process was ended in the middle; {finished} checks were finished before that",
        "评分进程中途被终止；此前已完成 {finished} 项检查",
    ),
    "grader_fault": (
        "quizkit itself failed: {why}. Details: {bundle}",
        "quizkit 自身出错：{why}。详情：{bundle}",
    ),
    "unknown": ("the check `{code}` failed", "检查 `{code}` 未通过"),
}
