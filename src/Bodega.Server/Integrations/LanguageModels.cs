using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Bodega.Server.Hosting;

namespace Bodega.Server.Integrations;

/// <summary>How a language model is spoken to.</summary>
internal enum ModelShape
{
    Gemini,
    OpenAi,
    Anthropic,
}

/// <summary>A question to a language model.</summary>
/// <param name="Shape">How it is asked.</param>
/// <param name="Model">The model, in its provider's spelling.</param>
/// <param name="Key">The key of whoever pays.</param>
/// <param name="System">What it is to do.</param>
/// <param name="User">With what.</param>
internal sealed record ModelQuestion(ModelShape Shape, string Model, string Key, string System, string User);

/// <summary>How a question ended.</summary>
internal enum ModelEnd
{
    Answered,

    /// <summary>The provider has been asked too often.</summary>
    Busy,

    /// <summary>No answer in time.</summary>
    Late,

    /// <summary>Anything else.</summary>
    Failed,
}

/// <summary>What came back.</summary>
/// <param name="End">How it ended.</param>
/// <param name="Text">The answer, trimmed; empty unless there is one.</param>
/// <param name="Tokens">What it cost, where the provider says so.</param>
internal sealed record ModelAnswer(ModelEnd End, string Text = "", int? Tokens = null);

/// <summary>Asks language models: one request, no second try, a bounded answer (Sidekick contract §9.6).</summary>
/// <remarks>Neither the question nor the answer is logged or kept: both may be about guests.</remarks>
internal sealed class LanguageModels(OutgoingHttp http, Settings settings, OutgoingTimes times)
{
    private const int MostBytes = 1 << 20;
    private const int MostAnswerTokens = 4096; // Anthropic wants a number; a message for a guest has a few hundred

    private readonly OutgoingService _service = new("Language model", times.Ai, MostBytes);

    /// <summary>Asks one.</summary>
    public async Task<ModelAnswer> AskAsync(ModelQuestion question, CancellationToken ct)
    {
        // A header holds no line feed and no accent; such a key is nobody's.
        if (!question.Key.All(c => c is > ' ' and <= '~')) return new ModelAnswer(ModelEnd.Failed);
        if ((await http.SendAsync(_service, () => Request(question), ct)).Succeeded(out var body, out var fault)) return Read(question.Shape, body) ?? new ModelAnswer(ModelEnd.Failed);
        return new ModelAnswer(fault.IsStatus(429) ? ModelEnd.Busy : fault.Code == OutgoingFaults.TimedOutCode ? ModelEnd.Late : ModelEnd.Failed);
    }

    private HttpRequestMessage Request(ModelQuestion question)
    {
        var (host, path, body) = question.Shape switch
        {
            ModelShape.Gemini => ("https://generativelanguage.googleapis.com", $"/v1beta/models/{Uri.EscapeDataString(question.Model)}:generateContent", GeminiBody(question)),
            ModelShape.Anthropic => ("https://api.anthropic.com", "/v1/messages", AnthropicBody(question)),
            _ => ("https://api.openai.com", "/v1/chat/completions", OpenAiBody(question)),
        };
        var request = new HttpRequestMessage(HttpMethod.Post, (settings.AiUrl ?? host) + path) { Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json") };
        var (name, key) = question.Shape switch
        {
            ModelShape.Gemini => ("x-goog-api-key", question.Key),
            ModelShape.Anthropic => ("x-api-key", question.Key),
            _ => ("Authorization", $"Bearer {question.Key}"),
        };
        request.Headers.TryAddWithoutValidation(name, key); // a key that is no header of that name is not repeated in an exception
        if (question.Shape == ModelShape.Anthropic) request.Headers.Add("anthropic-version", "2023-06-01");
        return request;
    }

    private static JsonObject GeminiBody(ModelQuestion question) => new()
    {
        ["systemInstruction"] = new JsonObject { ["parts"] = new JsonArray(new JsonObject { ["text"] = question.System }) },
        ["contents"] = new JsonArray(new JsonObject { ["role"] = "user", ["parts"] = new JsonArray(new JsonObject { ["text"] = question.User }) }),
    };

    private static JsonObject OpenAiBody(ModelQuestion question) => new()
    {
        ["model"] = question.Model,
        ["messages"] = new JsonArray(
            new JsonObject { ["role"] = "system", ["content"] = question.System }, new JsonObject { ["role"] = "user", ["content"] = question.User }),
    };

    private static JsonObject AnthropicBody(ModelQuestion question) => new()
    {
        ["model"] = question.Model,
        ["max_tokens"] = MostAnswerTokens,
        ["system"] = question.System,
        ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = question.User }),
    };

    // Null when the answer is no JSON, not of the shape, or says nothing.
    private static ModelAnswer? Read(ModelShape shape, byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 32 });
            return json.RootElement.HasHalfCharacter(inTextsToo: true) ? null : Read(shape, new Answer(json.RootElement));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ModelAnswer? Read(ModelShape shape, Answer answer)
    {
        var (text, tokens) = shape switch
        {
            ModelShape.Gemini => (answer["candidates"][0]["content"]["parts"].Texts(part => part["thought"].IsTrue ? null : part["text"].Text), answer["usageMetadata"]["totalTokenCount"].Number),
            ModelShape.Anthropic => (answer["content"].Texts(part => part["type"].Text == "text" ? part["text"].Text : null), answer["usage"]["input_tokens"].Number + answer["usage"]["output_tokens"].Number),
            _ => (answer["choices"][0]["message"]["content"].Text ?? "", answer["usage"]["total_tokens"].Number),
        };
        return text.Trim() is { Length: > 0 } trimmed ? new ModelAnswer(ModelEnd.Answered, trimmed, tokens is >= 0 ? tokens : null) : null;
    }

    // A step into JSON that may not be there.
    private readonly record struct Answer(JsonElement Json)
    {
        public Answer this[string name] => Json.ValueKind == JsonValueKind.Object && Json.TryGetProperty(name, out var value) ? new Answer(value) : default;

        public Answer this[int index] => Json.ValueKind == JsonValueKind.Array && index < Json.GetArrayLength() ? new Answer(Json[index]) : default;

        public string? Text => Json.ValueKind == JsonValueKind.String ? Json.GetString() : null;

        public bool IsTrue => Json.ValueKind == JsonValueKind.True;

        public int? Number => Json.ValueKind == JsonValueKind.Number && Json.TryGetInt32(out var number) ? number : null;

        public string Texts(Func<Answer, string?> textOf) => Json.ValueKind == JsonValueKind.Array ? string.Concat(Json.EnumerateArray().Select(part => textOf(new Answer(part)))) : "";
    }
}
