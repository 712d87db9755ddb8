using System;
using EdgeRuntime;

foreach (string path in args)
    Console.WriteLine(Model.Load(path).Name);
return 0;
