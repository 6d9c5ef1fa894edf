//! The words about trained weights: where they come from, how they are loaded and saved.

use super::catalogue::section;

section! { WeightsWords {
    weights, recorded, drawn, seed, of_run, of_kept, of_kept_open, about_drawn, about_recorded, about_run, about_kept,
    kept_tested, kept_untested, about_file, file_unfit, file_left, file_more, fetching, not_recorded, import, import_note,
    import_bad, too_large, save, saved, no_storage, no_run, no_checkpoint,
} }

/// English.
pub const ENGLISH: WeightsWords = WeightsWords {
    weights: "Weights",
    recorded: "Recorded",
    drawn: "Untrained",
    seed: "Seed",
    of_run: "Your run, {accuracy} %",
    of_kept: "{name}, seed {seed}, {accuracy} %",
    of_kept_open: "{name}, seed {seed}, step {step}",
    about_drawn: "Untrained: weights drawn from seed {seed}, as a run of this seed begins.",
    about_recorded: "Recorded, not trained on this machine: seed {seed}, {epochs} epochs over {images} images of CIFAR-10; {accuracy} % of {tests} test images right. {date}, {machine}, commit {commit}.",
    about_run: "Trained by you in the lab: seed {seed}, {data}, {accuracy} % of the test images right.",
    about_kept: "A run of your experiment “{experiment}”: {name}, seed {seed}, {data}, as kept after {step} of {steps} steps.",
    kept_tested: "After its last epoch so far {accuracy} % of the test images were right.",
    kept_untested: "It had not been tested yet.",
    about_file: "Loaded from {file}: {taken} of {total} tensors of this network.",
    file_unfit: "These weights of the network are not in the file or do not fit; they are drawn from seed {seed}:",
    file_left: "These tensors of the file belong to no layer of this network:",
    file_more: "and {n} more",
    fetching: "The recorded weights are on their way…",
    not_recorded: "The recorded weights could not be fetched ({reason}); these are untrained weights. Reload the page to try again.",
    import: "Load weights…",
    import_note: "A PyTorch state_dict, saved with safetensors.torch.save_file",
    import_bad: "{file} was not loaded, and the weights are as before. {reason}",
    too_large: "{file} has {mb} MB, more than any network here; save the state_dict alone, without the optimiser.",
    save: "Save weights",
    saved: "Saved as {file}.",
    no_storage: "This browser does not give its storage to the page ({reason}), so that no network of an experiment is kept. Allow site data, and train again.",
    no_run: "The run of this link is not kept in this browser: links to weights work only where they were trained.",
    no_checkpoint: "{variant}, seed {seed}: no network is kept of this run. A run that was imported or recorded brings its curve only; one of your own is kept at least every 30 seconds.",
};

/// Simplified Chinese.
pub const CHINESE: WeightsWords = WeightsWords {
    weights: "权重",
    recorded: "已录制",
    drawn: "未训练",
    seed: "随机种子",
    of_run: "你的训练，{accuracy} %",
    of_kept: "{name}，种子 {seed}，{accuracy} %",
    of_kept_open: "{name}，种子 {seed}，第 {step} 步",
    about_drawn: "未训练：权重由种子 {seed} 生成，与同一种子的训练开始时相同。",
    about_recorded: "已录制，不是在这台机器上训练的：种子 {seed}，在 {images} 张 CIFAR-10 图像上训练 {epochs} 轮；{tests} 张测试图像答对 {accuracy} %。{date}，{machine}，提交 {commit}。",
    about_run: "由你在实验室训练：种子 {seed}，{data}，测试图像答对 {accuracy} %。",
    about_kept: "你的实验“{experiment}”中的一次训练：{name}，种子 {seed}，{data}，保存于第 {step} 步（共 {steps} 步）。",
    kept_tested: "到目前为止最后一轮之后，测试图像答对 {accuracy} %。",
    kept_untested: "当时还没有测试过。",
    about_file: "读自 {file}：这个网络的 {total} 个张量中取用了 {taken} 个。",
    file_unfit: "网络的这些权重在文件里没有，或者不合适；它们由种子 {seed} 生成：",
    file_left: "文件里的这些张量不属于这个网络的任何一层：",
    file_more: "还有 {n} 个",
    fetching: "正在取回录制的权重…",
    not_recorded: "没有取到录制的权重（{reason}）；现在用的是未训练的权重。重新载入页面可以再试。",
    import: "载入权重…",
    import_note: "PyTorch 的 state_dict，用 safetensors.torch.save_file 保存",
    import_bad: "没有载入 {file}，权重保持不变。{reason}",
    too_large: "{file} 有 {mb} MB，比这里任何网络都大；请只保存 state_dict，不要带优化器。",
    save: "保存权重",
    saved: "已保存为 {file}。",
    no_storage: "浏览器没有把存储空间给这个页面（{reason}），因此没有保存实验中的网络。请允许网站数据，再重新训练。",
    no_run: "这个浏览器里没有保存链接所指的训练：权重的链接只在训练它的浏览器里有效。",
    no_checkpoint: "{variant}，种子 {seed}：没有保存这次训练的网络。导入的或录制的训练只带有曲线；你自己的训练至少每 30 秒保存一次。",
};
