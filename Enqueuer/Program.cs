Console.WriteLine("img-compress");
