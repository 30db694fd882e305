namespace Bodega.Tests.Accounts.Passwords;

/// <summary>Forms made elsewhere: by Python's hashlib and crypt, and by the test suite of the Argon2 reference code.</summary>
internal static class StoredForms
{
    public const string Password = "correct horse";

    public const string Bcrypt2a = "$2a$05$abcdefghijklmnopqrstuuHNbAKRhpaujgo33bRWs.NLUTJO3lOy2";
    public const string Bcrypt2b = "$2b$05$abcdefghijklmnopqrstuuHNbAKRhpaujgo33bRWs.NLUTJO3lOy2";
    public const string Bcrypt2y = "$2y$05$abcdefghijklmnopqrstuuHNbAKRhpaujgo33bRWs.NLUTJO3lOy2";

    public const string WerkzeugScrypt =
        "scrypt:32768:8:1$Xk3vQ9pLz7TnB2aR$f9cb941c39434396b16e86df98952a77fd45d3cb51f9ee14b8716d87ebc75ab51eec5726c76c366803e6d72b554fe5671ed50ee6c3aa6b0b16825d0a91656cf8";

    public const string WerkzeugSha256 =
        "pbkdf2:sha256:600000$Xk3vQ9pLz7TnB2aR$c018b05d57ab09cbbc6117777f2d75050ed97926f2366de5487582ac19c5188c";

    public const string WerkzeugSha512 =
        "pbkdf2:sha512:210000$Xk3vQ9pLz7TnB2aR$b4c3abdad097b22cd4ed769b62588d970865bcc688ba91b49169cd15b042377e1a09dd49a125ea39c2a4bd68f3a64bb605611177dccd8309becaad3a78be67e2";

    public const string WerkzeugSha1 = "pbkdf2:sha1:1000$Xk3vQ9pLz7TnB2aR$8b193745b9f36ba14cef9d07aa7f32de31febaa2";

    public const string BetterAuth =
        "000102030405060708090a0b0c0d0e0f:9372e2d20f7c9ba55e54d10569dfe24824c5765383f46b040e9ac7b33041339c514173900cb63a37c935c0e2f40cfe2cb39bee5fe58f54715c1fd913c4638373";

    public const string OurPbkdf2 = "$pbkdf2-sha512$i=210000$AAECAwQFBgcICQoLDA0ODw$l4pqr0UVqxiWEnbGDBV//hzeVcB7ZgsFnr5Z+SZYIYg";

    /// <summary>Of the password "password", at a cost that is not today's.</summary>
    public const string SmallArgon2id = "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";
}
